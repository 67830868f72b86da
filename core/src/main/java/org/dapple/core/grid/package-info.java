/**
 * Patch grids and masks.
 *
 * <p>Tensors are always laid out [.., frequency, time]. Shapes use the letters B (batch), L (patches = F · T), V
 * (visible patches), F (patch rows), T (patch columns or frames) and D (width).
 */
@NullMarked
package org.dapple.core.grid;

import org.jspecify.annotations.NullMarked;
