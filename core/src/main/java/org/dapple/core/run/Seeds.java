package org.dapple.core.run;

import ai.djl.engine.Engine;
import java.util.SplittableRandom;

/**
 * All randomness of a run, as a pure function of (run seed, purpose, epoch, step). So a resumed run is bit-equal, and
 * the masks of any step can be drawn again.
 *
 * <p>The training loop calls {@link #seedEngine} before each consumer of the engine's generator; strategies and models
 * only draw. Randomness on the host uses {@link #host}.
 *
 * @param run the run's seed
 */
public record Seeds(long run) {

    /** The use of random numbers; each purpose has its own independent stream. */
    public enum Purpose {
        /** Initial weights. */
        WEIGHTS(1),
        /** Order of the clips of an epoch. */
        ORDER(2),
        /** Positions of the crops. */
        CROP(3),
        /** Masks of a step. */
        MASK(4),
        /** Noise inside a model's step (dropout, noise in masked positions). */
        MODEL(5),
        /** Crops for the normalisation statistics. */
        STATISTICS(6),
        /** Probe training. */
        PROBE(7),
        /** Crops for monitoring the encoder. */
        SPECIMEN(8),
        /** Labelled clips of few-shot probes. */
        SHOTS(9),
        /** Fine-tuning of a fold, which derives all its randomness from its own seed. */
        FINE_TUNING(20),
        /** Pairs and shares of mixup. */
        MIXUP(21),
        /** Hidden bands and frames of spectrograms. */
        SPEC_AUGMENT(22),
        /** Shifts and stretches of spectrograms. */
        RESIZE_CROP(23);

        /** Fixed, so that a purpose added later changes no older stream. */
        private final long number;

        Purpose(long number) {
            this.number = number;
        }
    }

    /**
     * The seed of one draw.
     *
     * @param purpose what it is for
     * @param epoch epoch or round, or 0
     * @param step step inside the run, or 0
     * @return 64 well-mixed bits
     */
    public long of(Purpose purpose, long epoch, long step) {
        long mixed = mix(run);
        mixed = mix(mixed ^ purpose.number);
        mixed = mix(mixed ^ epoch);
        return mix(mixed ^ step);
    }

    /**
     * A host generator for one draw.
     *
     * @param purpose what it is for
     * @param epoch epoch or round
     * @param step step inside the run
     * @return a fresh generator
     */
    public SplittableRandom host(Purpose purpose, long epoch, long step) {
        return new SplittableRandom(of(purpose, epoch, step));
    }

    /**
     * Seeds the engine's global generator for the next consumer. Costs about 2 µs.
     *
     * @param purpose what it is for
     * @param epoch epoch or round
     * @param step step inside the run
     */
    public void seedEngine(Purpose purpose, long epoch, long step) {
        Engine.getInstance().setRandomSeed((int) (of(purpose, epoch, step) >>> 32));
    }

    /**
     * The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA
     * 2014) after a golden-ratio step.
     */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
