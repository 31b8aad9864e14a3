package dev.tollgate.core.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a model reads or writes.
public enum Modality {
    TEXT,
    IMAGE,
    DOCUMENT,
    AUDIO,
    VIDEO;

    /// The word for it in configuration and answers.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Modality> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
