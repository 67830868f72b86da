package org.dapple.eval.leak;

import org.dapple.data.clips.Clip;

/**
 * A clip that is not as new as it should be.
 *
 * @param kind how the clip is known
 * @param clip the test clip, or a validation clip
 * @param reason half a sentence that continues the clip's name
 */
public record Leak(Kind kind, Clip clip, String reason) {

    /** How a clip is known. */
    public enum Kind {
        /** Pre-training heard this very sound, under any name. */
        HEARD_SOUND,
        /** Pre-training heard another clip of the same recording, speaker or instrument. */
        HEARD_SOURCE,
        /** Pre-training heard a source of this name, which may be the same or not. */
        HEARD_NAMESAKE,
        /** The probe trains on this very sound: the task's own split leaks. */
        TRAINED_SOUND,
        /** The probe trains on another clip of the same source: the task's own split leaks. */
        TRAINED_SOURCE,
        /** Another test clip is this very sound, so the two are not independent. */
        TESTED_TWICE,
        /** The validation part has this clip, and the training part another one of its source. */
        VALIDATED_SOURCE
    }

    /**
     * {@return whether pre-training certainly heard the clip or its source; false for the task's own split and for
     * namesakes}
     */
    public boolean isOfPretraining() {
        return kind == Kind.HEARD_SOUND || kind == Kind.HEARD_SOURCE;
    }

    /** {@return a sentence, for example {@code a.wav was heard in pre-training as b.wav}} */
    @Override
    public String toString() {
        return clip.filename() + " " + reason;
    }
}
