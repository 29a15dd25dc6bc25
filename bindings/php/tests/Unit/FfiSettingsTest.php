<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Native\FfiSettings;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * What somebody reads whose PHP does not allow FFI. scripts/fpm.sh asks a real php-fpm for the same sentences.
 */
final class FfiSettingsTest extends TestCase
{
    private const OURS = '/shop/vendor/cartwright/cart/preload.php';

    #[Test]
    public function aProcessThatCanUseFfiMissesNothing(): void
    {
        $this->assertNull(FfiSettings::ofThisProcess()->missing());
    }

    #[Test]
    public function anExtensionThatIsNotLoadedIsNamedWithTheServerThatLacksIt(): void
    {
        $this->assertSame(
            'The PHP extension FFI is not loaded for fpm-fcgi; enable it (extension=ffi in php.ini, on Debian'
                . ' `phpenmod ffi`), then restart PHP',
            self::settings(isLoaded: false)->missing(),
        );
    }

    #[Test]
    #[DataProvider('refusals')]
    public function aRefusalSaysWhatToDo(FfiSettings $settings, string $why, string $whatToDo): void
    {
        $this->assertStringStartsWith($why, $settings->refusal());
        $this->assertStringContainsString($whatToDo, $settings->refusal());
    }

    public static function refusals(): array
    {
        $line = 'add the line opcache.preload=' . self::OURS;
        $start = "FFI is not allowed in this request: ffi.enable=preload, which is PHP's default and may stay, allows it to"
            . ' preloaded code only, and ';

        return [
            'the default without preloading' => [
                self::settings(),
                "{$start}nothing is preloaded; {$line} to php.ini (and, where php-fpm is started as root,"
                    . ' opcache.preload_user= with an unprivileged user), then restart php-fpm',
                $line,
            ],
            'no OPcache' => [self::settings(opcache: 'not loaded'), "{$start}OPcache, which preloads, is not loaded", $line],
            'OPcache switched off' => [
                self::settings(opcache: 'switched off (opcache.enable=0)', preload: self::OURS),
                "{$start}OPcache, which preloads, is switched off (opcache.enable=0); enable it",
                $line,
            ],
            'a script of the application' => [
                self::settings(preload: '/shop/preload.php'),
                "{$start}/shop/preload.php preloads without this package; ",
                "add the line require '" . self::OURS . "'; to it, then restart php-fpm",
            ],
            'a line in a pool' => [
                self::settings(preload: self::OURS),
                "{$start}nothing was preloaded although opcache.preload names it; ",
                'the line must stand in php.ini',
            ],
            'FFI switched off' => [
                self::settings(enable: '0', preload: self::OURS),
                'FFI is switched off for fpm-fcgi (ffi.enable=0); set ffi.enable=preload in php.ini, which is',
                $line,
            ],
        ];
    }

    private static function settings(
        bool $isLoaded = true,
        string $enable = 'preload',
        string $opcache = 'on',
        string $preload = '',
    ): FfiSettings {
        return new FfiSettings($isLoaded, 'fpm-fcgi', $enable, $opcache, $preload, self::OURS);
    }
}
