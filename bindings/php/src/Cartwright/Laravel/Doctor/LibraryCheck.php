<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Cartwright\Native\Abi;
use Cartwright\Native\Library;
use Illuminate\Contracts\Foundation\Application;
use Throwable;

/**
 * Whether the library is found, fits this package, and computes.
 *
 * @internal
 */
final class LibraryCheck implements Check
{
    public function findings(Application $app): iterable
    {
        try {
            $library = Library::instance();
        } catch (Throwable $failure) {
            // The sentence itself says what to do.
            yield Finding::problem('library', $failure->getMessage(), 'Run php artisan cart:install');

            return;
        }

        yield Finding::fine(
            'library',
            "{$library->path()}, version {$library->version()}, ABI epoch {$library->abiEpoch()} as this package needs ("
            . Abi::ABI_EPOCH . ')',
        );
    }
}
