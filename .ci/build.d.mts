import type { BuildOptions } from 'esbuild'

export declare const packageBuild: BuildOptions & { readonly entryPoints: Readonly<Record<string, string>>; readonly metafile: true }
export declare function isFresh(): boolean
export declare function build(options?: { readonly declarations?: boolean }): Promise<void>
