import { useEffect, useRef } from "react";

// At the end when another conversation opens; when a message arrives, only for someone who was at the end already.
export function Messages({ conversation, last, label, children }) {
  const box = useRef(null), was = useRef({});
  useEffect(() => {
    const { scrollHeight } = box.current;
    if (was.current.conversation !== conversation || was.current.atEnd) box.current.scrollTop = scrollHeight;
    was.current.conversation = conversation;
  }, [conversation, last]);
  const scrolled = () => { was.current.atEnd = box.current.scrollHeight - box.current.scrollTop - box.current.clientHeight < 40; };
  return <div ref={box} className="msgs" role="log" aria-label={label} aria-live="off" tabIndex={0} onScroll={scrolled}>{children}</div>;
}
