<?php

declare(strict_types=1);

/*
 * For servers: `opcache.preload=…/preload.php` in php.ini lets web requests call the native library while ffi.enable
 * stays at PHP's default, `preload`. An application that preloads already requires this file from its own script.
 *
 * It compiles the classes around FFI and no more. It does not open the library: PHP 8.2 dies of FFI::load in a
 * preloaded script with opcache.preload_user, and a server should not have a library open before it forks. Nor does it
 * register an autoloader, which would be gone in the requests.
 *
 * A library that is missing does not keep the server from starting, it is said in the log.
 */

namespace Cartwright;

use Throwable;

(static function (): void {
    if (! function_exists('opcache_compile_file') || ! ini_get('opcache.preload')) {
        error_log('Cartwright: ' . __FILE__ . ' is for opcache.preload in php.ini; run otherwise it preloads nothing');

        return;
    }

    $source = __DIR__ . '/src/Cartwright';
    // These run here; each after those that it is made of.
    $needed = [
        "{$source}/Exceptions/EngineRefusal.php",
        "{$source}/Exceptions/CarriesDetail.php",
        "{$source}/Exceptions/NativeException.php",
        "{$source}/Config/CartConfig.php",
        "{$source}/Native/LibraryFile.php",
    ];

    foreach ($needed as $file) {
        require_once $file;
    }

    foreach ([...glob("{$source}/Native/*.php"), ...glob("{$source}/Native/*/*.php")] as $file) {
        if (! in_array($file, get_included_files(), true)) {
            opcache_compile_file($file);
        }
    }

    try {
        $file = Native\LibraryFile::find();

        // A name without a folder is looked for by the system.
        if (str_contains($file->path, '/') && ! is_file($file->path)) {
            error_log(
                "Cartwright: there is no native library {$file->path}, which {$file->origin} names; the server starts"
                . ' without it',
            );
        }
    } catch (Throwable $failure) {
        error_log(
            "Cartwright: {$failure->getMessage()}. The server starts without it; requests may still find it by a setting"
            . ' that is not known here',
        );
    }
})();
