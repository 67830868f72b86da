package org.dapple.eval.leak;

import org.dapple.data.clips.Clip;

/**
 * A clip that is not as unknown as it should be.
 *
 * @param kind how it is known
 * @param clip the test clip, or one that training stops or chooses by
 * @param reason half a sentence, continuing the clip's name
 */
public record Leak(Kind kind, Clip clip, String reason) {

    /** How a clip may be known. */
    public enum Kind {
        /** Pre-training heard this very sound, under whatever name. */
        HEARD_SOUND,
        /** Pre-training heard another clip of the same recording, speaker or instrument. */
        HEARD_SOURCE,
        /** Pre-training heard a source of this name, and it cannot be told whether it is the same. */
        HEARD_NAMESAKE,
        /** The probe is trained on this very sound: the task's own split leaks. */
        TRAINED_SOUND,
        /** The probe is trained on another clip of the same source: the task's own split leaks. */
        TRAINED_SOURCE,
        /** Another test clip is this very sound, so the two are no independent clips. */
        TESTED_TWICE,
        /** Training stops or chooses by this clip, and is trained on another of its source. */
        VALIDATED_SOURCE
    }

    /** {@return whether pre-training is the reason; else the task's own split is, or it is not certain} */
    public boolean isOfPretraining() {
        return kind == Kind.HEARD_SOUND || kind == Kind.HEARD_SOURCE;
    }

    /** {@return for example {@code a.wav was heard in pre-training as b.wav}} */
    @Override
    public String toString() {
        return clip.filename() + " " + reason;
    }
}
