// Hands Mermaid to the theme when a page first shows a diagram. The theme asks a third party for it
// where no global `mermaid` is set; the stand-in below fetches the site's own copy instead.
(() => {
  const address = new URL("vendor/mermaid.min.js", document.currentScript.src).href;
  let library, settings, loading;

  // Material colours every label, so that a node's own `color:` has no effect.
  const themed = (given) => ({
    ...window.mermaidConfig?.default,
    ...given,
    themeCSS: `${given.themeCSS ?? ""}.nodeLabel p{color:inherit}`,
  });

  // On a narrow screen a diagram keeps a size that can be read, and scrolls.
  const legible = ({ svg, ...rest }) => ({
    ...rest,
    svg: svg.replace(/max-width: ([\d.]+px);/, "max-width: $1; min-width: min($1, 40rem);"),
  });

  const fetched = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => {
        if (settings) library.initialize(settings);
        resolve(library);
      };
      script.onerror = () => reject(new Error(`cannot load ${address}`));
      document.head.append(script);
    }));

  const standIn = {
    initialize: (given) => { settings = given; },
    render: async (...diagram) => (await fetched()).render(...diagram),
  };

  Object.defineProperty(window, "mermaid", {
    configurable: true,
    get: () => library ?? standIn,
    set: (loaded) => {
      const initialize = loaded.initialize.bind(loaded);
      const render = loaded.render.bind(loaded);
      loaded.initialize = (given) => initialize(themed(given));
      loaded.render = async (...diagram) => legible(await render(...diagram));
      library = loaded;
    },
  });
})();
