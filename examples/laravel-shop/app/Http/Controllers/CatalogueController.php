<?php

declare(strict_types=1);

namespace App\Http\Controllers;

use App\Models\Product;
use Illuminate\Contracts\View\View;

final class CatalogueController extends Controller
{
    public function __invoke(): View
    {
        return view('shop', ['products' => Product::query()->orderBy('price')->get()]);
    }
}
