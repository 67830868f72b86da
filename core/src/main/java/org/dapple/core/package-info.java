/**
 * The words every other module shares: patch grids and masks, waveforms and front ends, seeds, run directories.
 *
 * <p>Depends on the DJL API only. Tensors are always laid out [.., frequency, time]; shapes are written with the
 * letters B (batch), L (patches = F · T), V (visible patches), F (patch rows), T (patch columns or frames) and D
 * (width).
 */
@NullMarked
package org.dapple.core;

import org.jspecify.annotations.NullMarked;
