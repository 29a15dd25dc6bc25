<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Native\FfiSettings;
use Illuminate\Contracts\Foundation\Application;

/**
 * Whether this process may call the library, and what a web server needs for it.
 *
 * @internal
 */
final class FfiCheck implements Check
{
    public function __construct(
        private readonly string $sapi = PHP_SAPI,
        private readonly ?string $missing = null,
        private readonly ?string $enable = null,
        private readonly ?string $preload = null,
    ) {
    }

    public function findings(Application $app): iterable
    {
        $missing = $this->missing ?? FfiSettings::ofThisProcess()->missing();

        if ($missing !== null) {
            yield Finding::problem('FFI', $missing, 'Enable the extension, then restart PHP');

            return;
        }

        $enable = $this->enable ?? (string) ini_get('ffi.enable');
        yield Finding::fine('FFI', "loaded for {$this->sapi}, PHP " . PHP_VERSION . ", ffi.enable={$enable}");

        $preload = $this->preload ?? (string) ini_get('opcache.preload');
        $ours = dirname(__DIR__, 4) . '/preload.php';

        if ($preload !== '') {
            yield Finding::fine('preload', "opcache.preload={$preload}");
        } elseif ($this->sapi === 'cli') {
            yield Finding::warning(
                'preload',
                'this is the command line, which needs none; what web requests may do stands in the php.ini of their server',
                "For php-fpm and other web servers add opcache.preload={$ours} to that php.ini (docs/php-ffi.md)",
            );
        } elseif ($enable !== '1') {
            yield Finding::problem(
                'preload',
                "nothing is preloaded, so {$this->sapi} may not call the library",
                "Add opcache.preload={$ours} to php.ini, then restart the server (docs/php-ffi.md)",
            );
        }
    }
}
