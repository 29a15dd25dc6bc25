<?php

declare(strict_types=1);

namespace Cartwright\Laravel;

/**
 * The arguments of a call as they may stand in a log: long texts are cut, values under names that promise a secret are
 * hidden, objects are named and not shown.
 *
 * @internal
 */
final class Redaction
{
    private const LONGEST = 100;

    private const SECRET = '/password|token|secret|key|card|ssn|cvv/i';

    /**
     * @param array<array-key, mixed> $arguments
     *
     * @return array<array-key, mixed>
     */
    public static function of(array $arguments): array
    {
        return array_map(self::value(...), $arguments);
    }

    private static function value(mixed $value): mixed
    {
        if (is_string($value)) {
            return mb_strlen($value) > self::LONGEST ? mb_substr($value, 0, self::LONGEST) . '...' : $value;
        }

        if (is_object($value)) {
            return $value::class;
        }

        if (! is_array($value)) {
            return $value;
        }

        $shown = [];

        foreach ($value as $key => $one) {
            $shown[$key] = preg_match(self::SECRET, (string) $key) === 1 ? '[HIDDEN]' : self::value($one);
        }

        return $shown;
    }
}
