/** Decoders that turn audio files into streams of samples: WAV by Dapple itself, everything else by FFmpeg. */
@NullMarked
package org.dapple.data.audio;

import org.jspecify.annotations.NullMarked;
