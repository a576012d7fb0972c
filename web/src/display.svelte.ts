/** The magnification of the page: drawings grow with the type. Settings.svelte sets it. */
export const LARGE = 1.3125;
export const display = $state({ zoom: 1 });
