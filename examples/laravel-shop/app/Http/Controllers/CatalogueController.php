<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Shelf;
use Illuminate\Contracts\View\View;

final class CatalogueController extends Controller
{
    public function __invoke(Shelf $shelf): View
    {
        return view('shop', ['products' => $shelf->products()]);
    }
}
