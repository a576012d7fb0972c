import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // Short names of scopes: they stand in every element and rule. From the styles alone, so that
    // the folder in which the page is built makes no difference.
    cssHash: ({ hash, css }) => "s" + hash(css).slice(0, 4),
  },
};
