<?php

declare(strict_types=1);

/*
 * For applications without Composer: `require` this file once (twice does no harm) and both namespaces of the package
 * are found. With Composer there is no need for it, composer.json says the same.
 */

namespace Cartwright;

// Declared inside the condition: a function at the top of a file would be declared again by a second `require`.
if (! function_exists(__NAMESPACE__ . '\\autoload')) {
    function autoload(string $class): void
    {
        foreach (['MasyukAI\\Cart\\' => 'Cart', __NAMESPACE__ . '\\' => 'Cartwright'] as $prefix => $directory) {
            if (! str_starts_with($class, $prefix)) {
                continue;
            }

            $path = str_replace('\\', '/', substr($class, strlen($prefix)));
            $file = __DIR__ . "/src/{$directory}/{$path}.php";

            if (is_file($file)) {
                require $file;
            }

            return;
        }
    }
}

// By its name, so that it is registered once; outside of the condition, because a preloaded function is there in each
// request and its registration is not.
spl_autoload_register(__NAMESPACE__ . '\\autoload');

require_once __DIR__ . '/src/Cartwright/stand-ins.php';
