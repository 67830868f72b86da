package org.dapple.masking;

import java.util.Map;
import java.util.function.Function;
import org.dapple.core.Settings;

/**
 * How one kind of strategy is written as configuration. Reading what was written gives an equal record.
 *
 * @param type the strategy's record
 * @param read makes a strategy from its settings; missing keys get the strategy's defaults
 * @param write the settings of a strategy, every key present
 * @param <S> the strategy
 */
public record MaskingCodec<S extends MaskingStrategy>(
        Class<S> type, Function<Settings, S> read, Function<S, Map<String, Object>> write) {}
