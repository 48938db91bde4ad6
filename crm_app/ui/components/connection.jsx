import { useContext, useEffect, useState } from "react";
import { EventLoopContext } from "$/utils/context";

// A quiet line while the live connection is down; a blink of it is nobody's business.
export function Connection({ text }) {
  const [, connectErrors] = useContext(EventLoopContext);
  const lost = connectErrors.length > 0;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const wait = setTimeout(() => setShown(lost), lost ? 1500 : 0);
    return () => clearTimeout(wait);
  }, [lost]);
  return <div role="status" className={shown ? "offline" : "sr-only"}>{shown ? text : ""}</div>;
}
