package dev.relabel.video;

import dev.relabel.image.Orientation;
import dev.relabel.image.Picture;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded frames to pictures, the same on every processor. Frames that do not say how their colours
 * are meant are taken as BT.601, as FFmpeg and OpenCV do. Confined to one thread at a time.
 */
final class AvPixels implements AutoCloseable {
  private static final int HOW =
      swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT;

  private static final int NEUTRAL = 1 << 16;
  private static final int BYTES_PER_PIXEL = 3;

  private @Nullable SwsContext context;

  Picture picture(AVFrame frame, Orientation orientation) {
    int width = frame.width();
    int height = frame.height();
    SwsContext scaler =
        swscale.sws_getCachedContext(
            context,
            width,
            height,
            frame.format(),
            width,
            height,
            avutil.AV_PIX_FMT_BGR24,
            HOW,
            (SwsFilter) null,
            null,
            (DoublePointer) null);
    context = scaler;
    if (scaler == null || scaler.isNull()) {
      throw new UnreadableVideoException("its kind of pixels is not read", null);
    }
    IntPointer colours = swscale.sws_getCoefficients(colours(frame));
    int isFull = frame.color_range() == avutil.AVCOL_RANGE_JPEG ? 1 : 0;
    swscale.sws_setColorspaceDetails(scaler, colours, isFull, colours, 1, 0, NEUTRAL, NEUTRAL);
    return Picture.ofBgr(
        width,
        height,
        orientation,
        memory -> {
          try (BytePointer target = new BytePointer(memory);
              PointerPointer<BytePointer> planes = new PointerPointer<>(target, null, null, null);
              IntPointer strides = new IntPointer(BYTES_PER_PIXEL * width, 0, 0, 0)) {
            swscale.sws_scale(scaler, frame.data(), frame.linesize(), 0, height, planes, strides);
          }
        });
  }

  private static int colours(AVFrame frame) {
    int space = frame.colorspace();
    if (space == avutil.AVCOL_SPC_BT709) {
      return swscale.SWS_CS_ITU709;
    }
    if (space == avutil.AVCOL_SPC_BT2020_NCL || space == avutil.AVCOL_SPC_BT2020_CL) {
      return swscale.SWS_CS_BT2020;
    }
    if (space == avutil.AVCOL_SPC_SMPTE240M) {
      return swscale.SWS_CS_SMPTE240M;
    }
    return space == avutil.AVCOL_SPC_FCC ? swscale.SWS_CS_FCC : swscale.SWS_CS_ITU601;
  }

  @Override
  public void close() {
    if (context != null) {
      swscale.sws_freeContext(context);
      context = null;
    }
  }
}
