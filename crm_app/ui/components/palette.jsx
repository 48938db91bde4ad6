import { useEffect, useState } from "react";
import { Command } from "cmdk";

// Ctrl/Cmd+K: jump to a page, or to what the server found for the words typed. Opens on the "tacit:ui-palette" event.
export function Palette({ places, found, words, rtl, onSearch, onPick }) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  useEffect(() => {
    const toggle = () => setOpen((o) => !o);
    window.addEventListener("tacit:ui-palette", toggle);
    return () => window.removeEventListener("tacit:ui-palette", toggle);
  }, []);
  useEffect(() => {
    if (!open) { setQuery(""); return; }
    const wait = setTimeout(() => onSearch?.(query.trim()), 150);
    return () => clearTimeout(wait);
  }, [open, query]);
  const row = (item, own) => (
    <Command.Item key={item.to} value={own ? `${item.label} ${item.to}` : `${query} ${item.to}`} className="palette-row"
      onSelect={() => { setOpen(false); onPick(item.to); }}>
      <span dir="auto">{item.label}</span>{item.detail && <span className="second" dir="auto">{item.detail}</span>}
    </Command.Item>);
  return (
    <Command.Dialog open={open} onOpenChange={setOpen} label={words.title} loop
      overlayClassName="veil" contentClassName="palette" dir={rtl ? "rtl" : "ltr"}>
      <Command.Input value={query} onValueChange={setQuery} placeholder={words.placeholder} aria-label={words.title} />
      <Command.List>
        <Command.Empty className="second">{words.nothing}</Command.Empty>
        <Command.Group heading={words.places}>{places.filter((p) => p.to).map((p) => row(p, true))}</Command.Group>
        {query && found?.length > 0 && (
          <Command.Group heading={words.found}>{found.map((f) => row(f, false))}</Command.Group>)}
      </Command.List>
    </Command.Dialog>
  );
}
