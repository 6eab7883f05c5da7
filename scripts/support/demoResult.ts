import type { QueuePlaces, RanExecution } from './demoQueue';

/** How the demo's post ended. `ok` only if it is published and every byte arrived as it was sent. */
export interface DemoResult {
	ok: boolean;
	status?: string;
	publish_id?: string;
	post_id?: string;
	post_url?: string;
	bytes?: number;
	sha256?: string;
	sha256_match: boolean;
	/** How many photos from files TikTok has published beside the video. */
	photos?: number;
	simulator_violations: number;
	/** In queue mode: which worker ran what. */
	executions?: RanExecution[];
	error?: string;
}

/** Where a person can look at a demo that is up, and what connects to it. */
export interface DemoPlaces {
	demoWorkflow: string;
	photoWorkflow: string;
	firstPostWorkflow: string;
	post: string;
	profile: string;
	control: string;
	clientKey: string;
	clientSecret: string;
	queue?: QueuePlaces;
}
