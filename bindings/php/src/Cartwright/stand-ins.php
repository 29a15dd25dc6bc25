<?php

declare(strict_types=1);

/*
 * The cart's methods promise `Akaunting\Money\Money`, and its provider extends a class of Spatie's. Where those packages
 * are installed these are their classes; where they are not, classes of our own take the names, at the moment they are
 * first asked for.
 *
 * Which autoloader runs first depends on the order in which an application requires its files. So ours does not rely on
 * being the last one: it lets all the others look for the real class before it answers itself.
 */

namespace Cartwright;

if (! function_exists(__NAMESPACE__ . '\\standIn')) {
    function standIn(string $class): void
    {
        $standIn = match ($class) {
            'Akaunting\\Money\\Money' => Money\Money::class,
            'Akaunting\\Money\\Currency' => Money\Currency::class,
            'Spatie\\LaravelPackageTools\\Package' => Laravel\Package::class,
            'Spatie\\LaravelPackageTools\\PackageServiceProvider' => Laravel\PackageServiceProvider::class,
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
spl_autoload_register(__NAMESPACE__ . '\\standIn');
