<?php

declare(strict_types=1);

/*
 * The cart's methods promise `Akaunting\Money\Money`. Where akaunting/laravel-money is installed that is its class;
 * where it is not, our own Money takes the name, at the moment it is first asked for.
 *
 * Which autoloader runs first depends on the order in which an application requires its files. So ours does not rely on
 * being the last one: it lets all the others look for the real class before it answers itself.
 */

namespace Cartwright\Money;

if (! function_exists(__NAMESPACE__ . '\\standInForAkaunting')) {
    function standInForAkaunting(string $class): void
    {
        $standIn = match ($class) {
            'Akaunting\\Money\\Money' => Money::class,
            'Akaunting\\Money\\Currency' => Currency::class,
            default => null,
        };

        if ($standIn === null) {
            return;
        }

        // PHP does not enter the loading of a class twice, so class_exists() would ask nobody; calling the others does.
        foreach (spl_autoload_functions() as $autoloader) {
            if ($autoloader === __FUNCTION__) {
                continue;
            }

            $autoloader($class);

            if (class_exists($class, false)) {
                return;
            }
        }

        class_alias($standIn, $class);
    }
}

// By its name, not as a closure, so that it recognises itself in the list above; in each request, also where the function
// was preloaded.
spl_autoload_register(__NAMESPACE__ . '\\standInForAkaunting');
