/** Writes what n8n loads into `dist` of this folder; see the script. */
export function bundleDist(root: string): Promise<void>;
