import { useEffect, useRef } from "react";

// The browser's own dialog: it keeps the focus inside, closes on Escape and gives the focus back.
// Opens on the window event `tacit:<openOn>`, or while `open` is true.
export function Dialog({ open, openOn, title, closeLabel, onClose, children }) {
  const box = useRef(null);
  useEffect(() => {
    if (open === undefined || !box.current || box.current.open === open) return;
    open ? box.current.showModal() : box.current.close();
  }, [open]);
  useEffect(() => {
    if (!openOn) return;
    const show = () => !box.current.open && box.current.showModal();
    window.addEventListener(`tacit:${openOn}`, show);
    return () => window.removeEventListener(`tacit:${openOn}`, show);
  }, [openOn]);
  const outside = (e) => e.target === box.current && box.current.close();
  return (
    <dialog ref={box} className="dialog" aria-label={title} onClose={() => onClose?.()} onClick={outside}>
      <header><h2>{title}</h2>
        <button type="button" className="ib" aria-label={closeLabel} onClick={() => box.current.close()}>×</button></header>
      {children}
    </dialog>);
}
