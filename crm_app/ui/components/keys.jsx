import { useEffect, useRef } from "react";

// Keys as named actions. `map`: {"j": "next", "mod+enter": "send", "g i": "go:/"}; "mod" is Ctrl or Command.
// Plain keys are silent while someone types; nothing but the palette's key is heard while a dialog is open.
const TYPES = "input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]:not([contenteditable=false])";
const PRESSES = "a,button,summary,[role=button],[role=tab]";
const NAMES = { " ": "space", ArrowDown: "down", ArrowUp: "up" };
const REPEATS = ["next", "previous"];
const PAIR_MS = 900;

export function Keys({ map, onAction }) {
  const current = useRef({});
  current.current = { map, onAction };
  useEffect(() => {
    let before = "", at = 0;
    const hear = (e) => {
      if (e.defaultPrevented || e.isComposing || e.altKey || !e.key) return;
      const mod = e.ctrlKey || e.metaKey;
      const name = (mod ? "mod+" : "") + (NAMES[e.key] || e.key.toLowerCase());
      if (document.querySelector("dialog[open],[role=dialog]") && name !== "mod+k") return;
      if (e.target.closest?.(TYPES) && !mod && name !== "escape") return;
      if ((name === "enter" || name === "space") && e.target.closest?.(PRESSES)) return;
      const { map, onAction } = current.current;
      const action = (Date.now() - at < PAIR_MS && map?.[`${before} ${name}`]) || map?.[name];
      before = action ? "" : name;
      at = Date.now();
      if (!action) return;
      e.preventDefault();
      if (e.repeat && !REPEATS.includes(action)) return;
      if (action.startsWith("ui-")) window.dispatchEvent(new Event(`tacit:${action}`));
      else onAction?.(action);
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
  return null;
}
