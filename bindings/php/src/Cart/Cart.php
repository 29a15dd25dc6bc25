<?php

declare(strict_types=1);

namespace MasyukAI\Cart;

use Illuminate\Contracts\Events\Dispatcher;
use MasyukAI\Cart\Storage\StorageInterface;
use MasyukAI\Cart\Traits\CalculatesTotals;
use MasyukAI\Cart\Traits\ManagesConditions;
use MasyukAI\Cart\Traits\ManagesDynamicConditions;
use MasyukAI\Cart\Traits\ManagesIdentifier;
use MasyukAI\Cart\Traits\ManagesInstances;
use MasyukAI\Cart\Traits\ManagesItems;
use MasyukAI\Cart\Traits\ManagesMetadata;
use MasyukAI\Cart\Traits\ManagesStorage;

/**
 * The cart of one identifier and instance.
 *
 * Each call is an operation on what is stored: a read shows the cart as it is, a change is stored at the state it was
 * made for and is applied again if another request was faster. What an operation comes to is computed by the engine.
 */
class Cart
{
    use CalculatesTotals;
    use ManagesConditions;
    use ManagesDynamicConditions;
    use ManagesIdentifier;
    use ManagesInstances;
    use ManagesItems;
    use ManagesMetadata;
    use ManagesStorage;

    public function __construct(
        private StorageInterface $storage,
        private string $identifier,
        private ?Dispatcher $events = null,
        private string $instanceName = 'default',
        private bool $eventsEnabled = true,
    ) {
    }

    private function dispatch(object $event): void
    {
        if ($this->eventsEnabled) {
            $this->events?->dispatch($event);
        }
    }
}
