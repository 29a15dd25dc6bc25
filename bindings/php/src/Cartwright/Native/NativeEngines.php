<?php

declare(strict_types=1);

namespace Cartwright\Native;

use SensitiveParameter;

/**
 * The engines of this process: one for each group of settings, so that all carts of a file share a connection and its
 * books. Nothing of a request is kept.
 *
 * @internal
 */
final class NativeEngines
{
    /** Whoever works with more groups than this in turn opens some of them again. */
    private const KEPT = 8;

    /** @var array<string, NativeEngine> */
    private static array $engines = [];

    /**
     * @param array<string, mixed> $settings as NativeEngine::open() takes them
     */
    public static function of(#[SensitiveParameter] array $settings): NativeEngine
    {
        $key = serialize($settings);

        if (! isset(self::$engines[$key])) {
            $engine = NativeEngine::open($settings);

            if (count(self::$engines) >= self::KEPT) {
                // Its carts go on; the file is closed with the last of them.
                array_shift(self::$engines);
            }

            self::$engines[$key] = $engine;
        }

        return self::$engines[$key];
    }
}
