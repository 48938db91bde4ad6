// Before the first paint: the theme and the direction that this browser showed last, so that nothing flashes or flips.
(function (root) {
  try {
    var theme = localStorage.getItem("theme");
    var dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    root.classList.add(dark ? "dark" : "light");
    var spoken = (localStorage.getItem("tacit_language") || "").split(" ");
    if (spoken.length === 2) { root.lang = spoken[0]; root.dir = spoken[1]; }
  } catch (_) { /* storage may be closed; the server says it again in a moment */ }
})(document.documentElement);
