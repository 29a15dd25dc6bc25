<?php

declare(strict_types=1);

namespace Cartwright\Native;

/**
 * PHP's settings about FFI, and what has to be done where they forbid it: each case has a sentence of its own, because
 * PHP's own sentence names a setting that is right as it is.
 *
 * @internal
 */
final class FfiSettings
{
    /**
     * @param string $enable ffi.enable as ini_get() gives it
     * @param string $opcache 'on', or what keeps OPcache from preloading
     * @param string $preload opcache.preload
     * @param string $ours this package's preload.php
     */
    public function __construct(
        private readonly bool $isLoaded,
        private readonly string $sapi,
        private readonly string $enable,
        private readonly string $opcache,
        private readonly string $preload,
        private readonly string $ours,
    ) {
    }

    public static function ofThisProcess(): self
    {
        return new self(
            extension_loaded('FFI'),
            PHP_SAPI,
            (string) ini_get('ffi.enable'),
            match (true) {
                ! extension_loaded('Zend OPcache') => 'not loaded',
                ! ini_get('opcache.enable') => 'switched off (opcache.enable=0)',
                default => 'on',
            },
            (string) ini_get('opcache.preload'),
            dirname(__DIR__, 3) . '/preload.php',
        );
    }

    /**
     * Why there is no FFI here for anybody, or null if there is.
     */
    public function missing(): ?string
    {
        return $this->isLoaded ? null : "The PHP extension FFI is not loaded for {$this->sapi}; enable it"
            . ' (extension=ffi in php.ini, on Debian `phpenmod ffi`), then restart PHP';
    }

    /**
     * Why PHP refuses FFI to this package, and what makes it allow it.
     */
    public function refusal(): string
    {
        $line = "opcache.preload={$this->ours}";
        $restart = 'then restart ' . ($this->sapi === 'fpm-fcgi' ? 'php-fpm' : 'the server');
        $user = ' (and, where php-fpm is started as root, opcache.preload_user= with an unprivileged user)';

        if (strtolower($this->enable) !== 'preload') {
            return "FFI is switched off for {$this->sapi} (ffi.enable={$this->enable}); set ffi.enable=preload in php.ini,"
                . " which is PHP's default, and for web requests add the line {$line}{$user}; then restart PHP";
        }

        $start = "FFI is not allowed in this request: ffi.enable=preload, which is PHP's default and may stay, allows it to"
            . ' preloaded code only, and ';

        if ($this->opcache !== 'on') {
            return "{$start}OPcache, which preloads, is {$this->opcache}; enable it, add the line {$line} to php.ini{$user},"
                . " {$restart}";
        }

        if ($this->preload === '') {
            return "{$start}nothing is preloaded; add the line {$line} to php.ini{$user}, {$restart}";
        }

        if (self::isSame($this->preload, $this->ours)) {
            return "{$start}nothing was preloaded although opcache.preload names it; the line must stand in php.ini, a"
                . ' pool reads it too late; move it there, then restart php-fpm';
        }

        return "{$start}{$this->preload} preloads without this package; add the line require '{$this->ours}'; to it,"
            . " {$restart}";
    }

    private static function isSame(string $file, string $other): bool
    {
        return (realpath($file) ?: $file) === (realpath($other) ?: $other);
    }
}
