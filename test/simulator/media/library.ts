/** One file on a test media host. */
export interface MediaFile {
	/** The bytes, or a file to stream them from. */
	content: Buffer | { filePath: string };
	contentType: string;
	/** HTTP status; default 200. */
	status?: number;
	/** Answers with a redirect to this URL instead. */
	redirectTo?: string;
	/** Sends no Content-Length. */
	withoutLength?: boolean;
	/** Claims this Content-Length whatever is sent. */
	declaredLength?: number;
	/** Sends this many bytes, then nothing any more. */
	stallAfterBytes?: number;
	/** Sends this many bytes, then resets the connection. */
	resetAfterBytes?: number;
}

/** What the hosts `*.example` and `*.example.com` serve: to TikTok's pulls and to everybody else. */
export class MediaLibrary {
	private readonly files = new Map<string, MediaFile>();
	private readonly routes = new Map<string, string>();

	/** Serves a file at this https URL. */
	serve(url: string, file: MediaFile): void {
		this.files.set(normalize(url), file);
	}

	/** Hands a whole host over to a server on loopback, `http://127.0.0.1:4000` for one. */
	route(host: string, origin: string): void {
		this.routes.set(host, origin);
	}

	find(url: string): MediaFile | undefined {
		return this.files.get(normalize(url));
	}

	routeOf(host: string): string | undefined {
		return this.routes.get(host);
	}

	clear(): void {
		this.files.clear();
		this.routes.clear();
	}
}

function normalize(url: string): string {
	return new URL(url).href;
}
