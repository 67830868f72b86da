/**
 * Studies: the same training with several masking strategies, pretext models and seeds, tested and compared. What a
 * study needs of the command around it comes through {@link org.dapple.cli.study.StudyHost}.
 */
@NullMarked
package org.dapple.cli.study;

import org.jspecify.annotations.NullMarked;
