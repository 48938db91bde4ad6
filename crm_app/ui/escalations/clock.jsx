import { useEffect, useState } from "react";

// The time that is left until an instant, running; after it, how long it is over.
export function Clock({ until, left, over }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.round((until - now) / 1000);
  const abs = Math.abs(seconds);
  const hours = Math.floor(abs / 3600);
  const rest = `${Math.floor((abs % 3600) / 60)}:${String(abs % 60).padStart(2, "0")}`;
  const said = hours >= 24 ? `${Math.floor(hours / 24)} d` : hours ? `${hours}:${rest.padStart(5, "0")}` : rest;
  const kind = seconds < 0 ? "bad" : seconds < 120 ? "warn" : "";
  return (
    <span className={`clock num ${kind}`} role="timer" aria-live="off">
      {(seconds < 0 ? over : left).replace("{time}", said)}
    </span>
  );
}
