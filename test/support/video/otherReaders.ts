/** Other people's readers and writers of video files, to hold ours against. */
import {
	ALL_FORMATS,
	BufferSource,
	BufferTarget,
	EncodedPacketSink,
	EncodedVideoPacketSource,
	Input,
	Output,
	type InputVideoTrack,
	type OutputFormat,
	type VideoCodec,
} from 'mediabunny';
import { analyzeMedia } from '../../simulator/media/mediaInfo';

/** What a reader says about a file; `undefined` where it says nothing. */
export interface ReadVideo {
	readonly container: string | undefined;
	readonly codec: string | undefined;
	readonly width: number | undefined;
	readonly height: number | undefined;
	readonly durationSeconds: number | undefined;
	readonly frameRate: number | undefined;
}

const MEDIABUNNY_NAMES: Readonly<Record<string, string>> = {
	MP4: 'mp4',
	'QuickTime File Format': 'quicktime',
	WebM: 'webm',
	avc: 'h264',
	hevc: 'h265',
};
const MEDIAINFO_NAMES: Readonly<Record<string, string>> = {
	'MPEG-4': 'mp4',
	QuickTime: 'quicktime',
	WebM: 'webm',
	AVC: 'h264',
	HEVC: 'h265',
	VP8: 'vp8',
	VP9: 'vp9',
	AV1: 'av1',
	'MPEG-4 Visual': 'mpeg4',
};

/** What mediabunny says; `undefined` for what it takes for no media file. */
export async function readWithMediabunny(file: Uint8Array): Promise<ReadVideo | undefined> {
	const input = openInput(file);
	if (!(await input.canRead())) return undefined;
	const track = await input.getPrimaryVideoTrack();
	const stats = await track?.computePacketStats();
	const { name } = await input.getFormat();
	return {
		container: MEDIABUNNY_NAMES[name] ?? name,
		codec: MEDIABUNNY_NAMES[track?.codec ?? ''] ?? track?.codec ?? undefined,
		width: track?.displayWidth,
		height: track?.displayHeight,
		durationSeconds: await input.computeDuration(),
		frameRate: stats?.averagePacketRate,
	};
}

/** What MediaInfo says. */
export async function readWithMediaInfo(file: Uint8Array): Promise<ReadVideo> {
	const { media } = await analyzeMedia(file.length, (length, offset) =>
		file.subarray(offset, offset + length),
	);
	const general = media?.track.find((track) => track['@type'] === 'General');
	const video = media?.track.find((track) => track['@type'] === 'Video');
	const container = general?.['@type'] === 'General' ? general : undefined;
	const picture = video?.['@type'] === 'Video' ? video : undefined;
	const profile = container?.Format_Profile;
	const format = profile === 'QuickTime' ? profile : container?.Format;
	return {
		container: MEDIAINFO_NAMES[format ?? ''] ?? format,
		codec: MEDIAINFO_NAMES[picture?.Format ?? ''] ?? picture?.Format,
		...(isTurned(picture?.Rotation)
			? { width: picture?.Height, height: picture?.Width }
			: { width: picture?.Width, height: picture?.Height }),
		durationSeconds: container?.Duration,
		frameRate: picture?.FrameRate,
	};
}

/** MediaInfo gives the sides as they are stored. */
function isTurned(degrees: string | undefined): boolean {
	return Math.abs(Number(degrees ?? 0)) % 180 === 90;
}

/** Packs the pictures of a file anew, as another program would write them. */
export async function rewriteWithMediabunny(
	file: Uint8Array,
	format: OutputFormat,
): Promise<Uint8Array> {
	const track = await openInput(file).getPrimaryVideoTrack();
	if (!track?.codec) throw new Error('The file has no pictures that can be packed anew');
	const target = new BufferTarget();
	const output = new Output({ format, target });
	await copyPictures(track, track.codec, output);
	return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

async function copyPictures(
	track: InputVideoTrack,
	codec: VideoCodec,
	output: Output,
): Promise<void> {
	const source = new EncodedVideoPacketSource(codec);
	output.addVideoTrack(source);
	await output.start();
	const decoderConfig = (await track.getDecoderConfig()) ?? undefined;
	for await (const packet of new EncodedPacketSink(track).packets()) {
		await source.add(packet, { decoderConfig });
	}
	await output.finalize();
}

function openInput(file: Uint8Array): Input {
	return new Input({ source: new BufferSource(file), formats: ALL_FORMATS });
}
