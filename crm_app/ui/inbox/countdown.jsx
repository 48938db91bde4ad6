import { useEffect, useState } from "react";

// The seconds that are left, counted by the browser's own clock from the moment it was told.
export function Countdown({ seconds, started, text, children }) {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const until = Date.now() + seconds * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    count();
    const tick = setInterval(count, 250);
    return () => clearInterval(tick);
  }, [started, seconds]);
  if (!started || left <= 0) return null;
  return <div className="undo" role="status"><span aria-hidden="true">{text.replace("{n}", left)}</span><span className="sr-only">{text.replace("{n}", seconds)}</span>{children}</div>;
}
