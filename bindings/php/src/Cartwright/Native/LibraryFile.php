<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Config\CartConfig;
use Cartwright\Exceptions\NativeException;

/**
 * Where the library is: what the environment says, what the configuration says, what the package brings, what Cargo has
 * built; the first that is given or exists. One that is given is never replaced by another.
 *
 * @internal
 */
final class LibraryFile
{
    private function __construct(public readonly string $path, public readonly string $origin)
    {
    }

    /**
     * @throws NativeException if there is none anywhere
     */
    public static function find(): self
    {
        $name = PHP_OS_FAMILY === 'Darwin' ? 'libcartwright.dylib' : 'libcartwright.so';
        $package = dirname(__DIR__, 3);
        $given = [
            'the environment variable CARTWRIGHT_LIBRARY' => getenv('CARTWRIGHT_LIBRARY'),
            'the setting cart.native.library' => CartConfig::get('cart.native.library'),
        ];

        foreach ($given as $origin => $path) {
            if (is_string($path) && $path !== '') {
                return new self($path, $origin);
            }
        }

        $places = [
            'the package' => "{$package}/lib/{$name}",
            "Cargo's target" => dirname($package, 2) . "/target/release/{$name}",
        ];

        foreach ($places as $origin => $path) {
            if (is_file($path)) {
                return new self($path, $origin);
            }
        }

        throw new NativeException(
            "The native library {$name} was not found: neither the environment variable CARTWRIGHT_LIBRARY nor the"
            . ' setting cart.native.library is set, and there is no ' . implode(' and no ', $places)
            . '; build it with `make build`, copy it to the first of these places, or set CARTWRIGHT_LIBRARY to its'
            . ' path (for php-fpm: env[CARTWRIGHT_LIBRARY] in the pool)',
            ['places' => array_values($places)],
        );
    }
}
