<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Config\CartConfig;
use Cartwright\Exceptions\NativeException;

/**
 * Where the library is: what the environment says, what the configuration says, what the package brings, what Cargo has
 * built; the first that is given or exists.
 *
 * @internal
 */
final class LibraryFile
{
    public static function find(): string
    {
        $name = PHP_OS_FAMILY === 'Darwin' ? 'libcartwright.dylib' : 'libcartwright.so';
        $package = dirname(__DIR__, 3);
        $given = getenv('CARTWRIGHT_LIBRARY') ?: CartConfig::get('cart.native.library');

        if (is_string($given) && $given !== '') {
            return $given;
        }

        $places = ["{$package}/lib/{$name}", dirname($package, 2) . "/target/release/{$name}"];

        foreach ($places as $place) {
            if (is_file($place)) {
                return $place;
            }
        }

        throw new NativeException(
            "The native library {$name} was not found in " . implode(' or ', $places)
            . '; build it with `make build`, or set CARTWRIGHT_LIBRARY to its path',
            ['places' => $places],
        );
    }
}
