import { useContext, useEffect } from "react";
import { ColorModeContext } from "$/utils/context";

// What stands on <html>: language, direction, theme. Kept in the browser so that boot.js can set it before painting.
export function Document({ language, direction, theme, ready }) {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  useEffect(() => {
    if (!ready) return;
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
    localStorage.setItem("tacit_language", `${language} ${direction}`);
  }, [ready, language, direction]);
  useEffect(() => {
    if (ready && theme && theme !== rawColorMode) setColorMode(theme);
  }, [ready, theme]);
  return null;
}
