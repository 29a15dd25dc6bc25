<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Illuminate\Broadcasting\InteractsWithSockets;
use Illuminate\Foundation\Events\Dispatchable;
use Illuminate\Queue\SerializesModels;

final class PlainPhpItemUpdated
{
    use Dispatchable;
    use InteractsWithSockets;
    use SerializesModels;

    public function __construct(public readonly PlainPhpItem $item, public readonly PlainPhpCart $cart)
    {
    }
}
