import { useEffect, useRef, useState } from "react";

// Notices stay for their seconds, longer while the pointer or the focus is on them; a bad one is read out at once.
// One about an input is left to the sentence beside that input, where there is one.
let seen = 0; // outlives the page: the next one must not say it again

export function Notices({ notice, closeLabel, onAction }) {
  const [shown, setShown] = useState([]);
  const held = useRef(false);
  const drop = (number) => setShown((all) => all.filter((one) => one.number !== number));
  useEffect(() => {
    if (!notice?.number || seen === notice.number) { seen = notice?.number ?? 0; return; }
    seen = notice.number;
    const field = notice.field && document.getElementById(`${notice.field}-wrong`);
    if (field) { document.getElementById(notice.field)?.focus(); return; }
    const until = Date.now() + notice.seconds * 1000;
    setShown((all) => [...all.filter((one) => one.text !== notice.text).slice(-2), { ...notice, until }]);
  }, [notice]);
  useEffect(() => {
    if (!shown.length) return;
    const tick = setInterval(() => !held.current && setShown((all) => {
      const left = all.filter((one) => one.until > Date.now());
      return left.length === all.length ? all : left;
    }), 250);
    return () => clearInterval(tick);
  }, [shown.length]);
  const hold = (on) => () => { held.current = on; };
  const row = (one) => (
    <div key={one.number} className={`notice ${one.kind}`}>
      <span className="said" dir="auto">{one.text}</span>
      {one.action && <button type="button" className="b" onClick={() => { drop(one.number); onAction(one.action); }}>{one.label}</button>}
      <button type="button" className="ib" aria-label={closeLabel} onClick={() => drop(one.number)}>×</button>
    </div>);
  return (
    <div className="notices" onMouseEnter={hold(true)} onMouseLeave={hold(false)} onFocus={hold(true)} onBlur={hold(false)}>
      <div role="status" aria-live="polite">{shown.filter((one) => one.kind !== "bad").map(row)}</div>
      <div role="alert">{shown.filter((one) => one.kind === "bad").map(row)}</div>
    </div>);
}
