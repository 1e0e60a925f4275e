"""Codecs, and the ways in which their pictures are built upon one another."""

from __future__ import annotations

from exactness.kinds import Kind, plain
from exactness.writing import Making, x264, x265

LONG = range(300)
BRIEF = range(30)
MPEG = {"g": "12", "bf": "2"}
OPEN = x264("open-gop=1")
HEVC_OPEN = x265("open-gop=1")
REFRESH = x264("keyint=24:min-keyint=24:intra-refresh=1")
INTERLACED = {**MPEG, "flags": "+ilme+ildct"}


def _vpx(more: dict[str, str]) -> dict[str, str]:
    return {"g": "20", "b": "300k", "cpu-used": "8", "deadline": "realtime"} | more


HIDDEN = _vpx({"auto-alt-ref": "1", "lag-in-frames": "16", "deadline": "good", "cpu-used": "5"})
LAYERED = _vpx({"auto-alt-ref": "6", "lag-in-frames": "25", "deadline": "good", "cpu-used": "5", "g": "40"})
AV1 = {"preset": "12", "crf": "35", "svtav1-params": "keyint=16:lp=1"}
AV1_OPEN = {"preset": "10", "crf": "35", "svtav1-params": "keyint=16:irefresh-type=1:lp=1"}


def av1(options: dict[str, str]) -> Making:
    return Making(range(50), "libsvtav1", options)


def hevc(options: dict[str, str]) -> Making:
    return Making(codec="libx265", options=options)


CODINGS: dict[str, Kind] = {
    "H.264, closed groups of 12 with B-frames": plain("a.mp4", Making()),
    "H.264, closed groups of 250 with B-frames": plain(
        "a.mp4", Making(LONG, options=x264("keyint=250:min-keyint=250"))
    ),
    "H.264, a pyramid of B-frames": plain("a.mp4", Making(options=x264("bframes=7:b-pyramid=normal:ref=6"))),
    "H.264, open groups": plain("a.mp4", Making(options=OPEN)),
    "H.264, open groups in Matroska": plain("a.mkv", Making(options=OPEN)),
    "H.264, one single keyframe": plain("a.mp4", Making(LONG, options=x264("keyint=infinite"))),
    "H.264, one single keyframe in Matroska": plain("a.mkv", Making(options=x264("keyint=infinite"))),
    "H.264, keyframes only": plain("a.mp4", Making(options=x264("keyint=1"))),
    "H.264, refreshed in columns": plain("a.mp4", Making(range(96), options=REFRESH)),
    "H.264, refreshed in columns, in Matroska": plain("a.mkv", Making(range(96), options=REFRESH)),
    "H.264, refreshed in columns, in a transport stream": plain("a.ts", Making(range(96), options=REFRESH)),
    "H.264, interlaced": plain("a.mp4", Making(options=x264("tff=1"))),
    "H.264, interlaced in a transport stream": plain("a.ts", Making(options=x264("tff=1"))),
    "H.264, interlaced open groups in a transport stream": plain(
        "a.ts", Making(options=x264("bff=1:open-gop=1"))
    ),
    "H.264, film shown in fields": plain("a.ts", Making(options=x264("pulldown=32:tff=1"))),
    "H.264, four slices a picture": plain("a.mp4", Making(options=x264("slices=4"))),
    "H.264, without loss": plain("a.mp4", Making(options=x264("qp=0"), pixel_format="yuv444p")),
    "HEVC, closed groups": plain("a.mp4", hevc(x265("open-gop=0"))),
    "HEVC, open groups": plain("a.mp4", hevc(HEVC_OPEN)),
    "HEVC, open groups in Matroska": plain("a.mkv", hevc(HEVC_OPEN)),
    "HEVC, open groups in a transport stream": plain("a.ts", hevc(HEVC_OPEN)),
    "HEVC, decodable leading pictures": plain("a.mp4", hevc(x265("open-gop=0:radl=2"))),
    "HEVC, refreshed in columns": plain("a.mp4", hevc(x265("intra-refresh=1:bframes=0"))),
    "VP8, hidden pictures": plain("a.webm", Making(codec="libvpx", options=HIDDEN)),
    "VP9, hidden pictures": plain("a.webm", Making(codec="libvpx-vp9", options=HIDDEN)),
    "VP9, hidden pictures in MP4": plain("a.mp4", Making(codec="libvpx-vp9", options=HIDDEN)),
    "VP9, hidden pictures in layers": plain("a.mkv", Making(LONG[:100], "libvpx-vp9", LAYERED)),
    "VP9, pictures dropped by the encoder": plain(
        "a.webm", Making(codec="libvpx-vp9", options=_vpx({"error-resilient": "1"}))
    ),
    "AV1": plain("a.mp4", av1(AV1)),
    "AV1 in Matroska": plain("a.mkv", av1(AV1)),
    "AV1, open groups": plain("a.mp4", av1(AV1_OPEN)),
    "AV1, open groups in WebM": plain("a.webm", av1(AV1_OPEN)),
    "MPEG-2 in a program stream": plain("a.mpg", Making(codec="mpeg2video", options=MPEG)),
    "MPEG-2, closed groups in a transport stream": plain(
        "a.ts", Making(codec="mpeg2video", options={**MPEG, "flags": "+cgop", "sc_threshold": "1000000000"})
    ),
    "MPEG-2, open groups in a transport stream": plain("a.ts", Making(codec="mpeg2video", options=MPEG)),
    "MPEG-2, interlaced in a transport stream": plain("a.ts", Making(codec="mpeg2video", options=INTERLACED)),
    "MPEG-2 in Matroska": plain("a.mkv", Making(codec="mpeg2video", options=MPEG)),
    "MPEG-1": plain("a.mpg", Making(codec="mpeg1video", options=MPEG)),
    "MPEG-4 in AVI": plain("a.avi", Making(codec="mpeg4", options=MPEG)),
    "MPEG-4 in MP4": plain("a.mp4", Making(codec="mpeg4", options=MPEG)),
    "MPEG-4 in Matroska": plain("a.mkv", Making(codec="mpeg4", options=MPEG)),
    "MPEG-4 without B-frames in AVI": plain("a.avi", Making(codec="mpeg4", options={"g": "12"})),
    "H.263": plain("a.3gp", Making(codec="h263", options={"g": "12"}, size=(176, 144))),
    "Windows Media": plain("a.wmv", Making(codec="wmv2", options={"g": "12"})),
    "Microsoft's MPEG-4 in Matroska": plain("a.mkv", Making(codec="msmpeg4", options={"g": "12"})),
    "Sorenson in Flash": plain("a.flv", Making(codec="flv", options={"g": "12"})),
    "MJPEG in AVI": plain("a.avi", Making(codec="mjpeg", options={}, pixel_format="yuvj420p")),
    "MJPEG in QuickTime": plain("a.mov", Making(codec="mjpeg", options={}, pixel_format="yuvj422p")),
    "ProRes": plain("a.mov", Making(codec="prores_ks", options={}, pixel_format="yuv422p10le")),
    "ProRes in Matroska": plain("a.mkv", Making(codec="prores_ks", options={}, pixel_format="yuv422p10le")),
    "ProRes 4444 with alpha": plain(
        "a.mov", Making(codec="prores_ks", options={"profile": "4444"}, pixel_format="yuva444p10le")
    ),
    "DNxHR": plain(
        "a.mov",
        Making(codec="dnxhd", options={"profile": "dnxhr_sq"}, pixel_format="yuv422p", size=(256, 144)),
    ),
    "DV": plain(
        "a.avi", Making(BRIEF, "dvvideo", options={}, pixel_format="yuv420p", size=(720, 576), rate=25)
    ),
    "FFV1": plain("a.mkv", Making(codec="ffv1", options={"level": "3", "slicecrc": "1"})),
    "FFV1 with groups in AVI": plain("a.avi", Making(codec="ffv1", options={"g": "12"})),
    "Huffyuv": plain("a.avi", Making(codec="huffyuv", options={}, pixel_format="yuv422p")),
    "Ut Video": plain("a.avi", Making(codec="utvideo", options={})),
    "CineForm": plain("a.mov", Making(codec="cfhd", options={}, pixel_format="yuv422p10le")),
    "uncompressed": plain("a.avi", Making(codec="rawvideo", options={}, pixel_format="bgr24")),
    "uncompressed in QuickTime": plain("a.mov", Making(codec="rawvideo", options={}, pixel_format="uyvy422")),
    "PNG with alpha in QuickTime": plain("a.mov", Making(codec="png", options={}, pixel_format="rgba")),
    "Animation in QuickTime": plain("a.mov", Making(codec="qtrle", options={}, pixel_format="argb")),
    "animated PNG": plain("a.apng", Making(codec="apng", options={}, pixel_format="rgba")),
    "animated GIF": plain("a.gif", Making(codec="gif", options={}, pixel_format="rgb8", rate=25)),
    "JPEG 2000": plain("a.mkv", Making(BRIEF, "jpeg2000", options={})),
}
