import { useEffect, useRef, useState } from "react";

// A text that is saved after a pause in typing and when one leaves it. What is not saved yet is never overwritten.
const PAUSE_MS = 400;

export function Editor({ text, version, label, placeholder, submitOn, focused, onSave, onSubmit }) {
  const [typed, setTyped] = useState(text);
  const box = useRef(null), wait = useRef(0), kept = useRef({ saved: text });
  kept.current.typed = typed;
  useEffect(() => {
    if (wait.current) return;
    kept.current.saved = text;
    setTyped(text);
  }, [version, text]);
  useEffect(() => {
    const field = box.current;
    if (focused && field) { field.focus(); field.setSelectionRange(field.value.length, field.value.length); }
  }, [focused, version]);
  const save = () => {
    clearTimeout(wait.current);
    wait.current = 0;
    if (kept.current.typed === kept.current.saved) return;
    kept.current.saved = kept.current.typed;
    onSave?.(kept.current.typed);
  };
  const submit = () => {
    clearTimeout(wait.current);
    wait.current = 0;
    kept.current.saved = kept.current.typed;
    onSubmit?.(kept.current.typed);
  };
  const last = useRef({});
  last.current = { save, submit };
  useEffect(() => {
    const hear = () => last.current.submit();
    window.addEventListener(`tacit:${submitOn}`, hear);
    return () => { window.removeEventListener(`tacit:${submitOn}`, hear); last.current.save(); };
  }, [submitOn]);
  const change = (e) => {
    setTyped(e.target.value);
    clearTimeout(wait.current);
    wait.current = setTimeout(() => last.current.save(), PAUSE_MS);
  };
  const press = (e) => {
    if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || e.nativeEvent.isComposing) return;
    e.preventDefault();
    submit();
  };
  return <textarea ref={box} value={typed} aria-label={label} placeholder={placeholder} dir="auto"
    onChange={change} onKeyDown={press} onBlur={save} />;
}
