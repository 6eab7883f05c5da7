const NAMES_BY_MP4_TAG: ReadonlyMap<string, string> = new Map(
	Object.entries({
		avc1: 'h264',
		avc2: 'h264',
		avc3: 'h264',
		avc4: 'h264',
		dva1: 'h264',
		dvav: 'h264',
		h264: 'h264',
		x264: 'h264',
		hvc1: 'h265',
		hev1: 'h265',
		hvc2: 'h265',
		hev2: 'h265',
		dvh1: 'h265',
		dvhe: 'h265',
		vp08: 'vp8',
		vp09: 'vp9',
		av01: 'av1',
		vvc1: 'h266',
		vvi1: 'h266',
		mp4v: 'mpeg4',
		xvid: 'mpeg4',
		divx: 'mpeg4',
		mp2v: 'mpeg2',
		m2v1: 'mpeg2',
		h263: 'h263',
		s263: 'h263',
		ap4h: 'prores',
		ap4x: 'prores',
		apch: 'prores',
		apcn: 'prores',
		apcs: 'prores',
		apco: 'prores',
		avdn: 'dnxhd',
		avdh: 'dnxhd',
		cfhd: 'cineform',
		jpeg: 'mjpeg',
		mjpa: 'mjpeg',
		mjpb: 'mjpeg',
		mjpg: 'mjpeg',
		png: 'png',
		encv: 'encrypted',
		drmi: 'encrypted',
	}),
);

const NAMES_BY_MATROSKA_ID: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'v_mpeg4/iso/avc': 'h264',
		'v_mpegh/iso/hevc': 'h265',
		v_vp8: 'vp8',
		v_vp9: 'vp9',
		v_av1: 'av1',
		'v_mpeg4/iso/sp': 'mpeg4',
		'v_mpeg4/iso/asp': 'mpeg4',
		'v_mpeg4/iso/ap': 'mpeg4',
		v_mpeg2: 'mpeg2',
		v_theora: 'theora',
		v_prores: 'prores',
		v_mjpeg: 'mjpeg',
	}),
);

const STILL_PICTURE_CODECS: ReadonlyArray<string | undefined> = ['mjpeg', 'png'];
const UNPRINTABLE = /[^\x21-\x7e]/g;

/** A codec's usual name for the four-character tag of an MP4 or MOV sample entry. */
export function nameMp4Codec(tag: string | undefined): string | undefined {
	return nameCodec(tag, NAMES_BY_MP4_TAG);
}

/** A codec's usual name for a WebM or Matroska CodecID such as `V_VP9`. */
export function nameMatroskaCodec(codecId: string | undefined): string | undefined {
	return nameCodec(codecId, NAMES_BY_MATROSKA_ID);
}

/** Whether a track of this codec may be a cover picture or a preview beside the real video. */
export function isStillPictureCodec(codec: string | undefined): boolean {
	return STILL_PICTURE_CODECS.includes(codec);
}

/** The table's name, or else the tag itself, cleaned for use in a message. */
function nameCodec(
	tag: string | undefined,
	names: ReadonlyMap<string, string>,
): string | undefined {
	const cleaned = tag?.replace(UNPRINTABLE, '').toLowerCase();
	return cleaned ? (names.get(cleaned) ?? cleaned) : undefined;
}
