/** How large the page is read: drawings grow with the type. Settings.svelte sets it. */
export const LARGE = 1.3125;
export const display = $state({ zoom: 1 });
