<?php

declare(strict_types=1);

/*
 * Writes what is made from the PHP sources: the facade's doc comment and the API reference. `make generate` calls it.
 */

use Cartwright\Tests\Support\ApiReference;
use Cartwright\Tests\Support\FacadeDoc;

require __DIR__ . '/bootstrap.php';

$root = dirname(__DIR__, 3) . '/';

foreach ([FacadeDoc::path() => FacadeDoc::file(...), ApiReference::FILE => ApiReference::page(...)] as $path => $make) {
    $path = (string) realpath($path);
    $content = $make();
    $old = file_get_contents($path);
    $old === $content || file_put_contents($path, $content) !== false || exit(1);
    echo $old === $content ? 'unchanged' : 'written  ', '  ', substr($path, strlen($root)), "\n";
}
