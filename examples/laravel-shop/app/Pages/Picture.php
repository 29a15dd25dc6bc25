<?php

declare(strict_types=1);

namespace App\Pages;

use Illuminate\Support\HtmlString;

/**
 * A drawing of a product; a box for one that nobody has drawn.
 */
final class Picture
{
    public static function of(string $product): HtmlString
    {
        $file = resource_path('pictures/' . basename($product) . '.svg');

        return new HtmlString((string) file_get_contents(is_file($file) ? $file : resource_path('pictures/box.svg')));
    }
}
