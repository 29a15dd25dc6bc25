<?php

declare(strict_types=1);

namespace Cartwright\Storage\Resident;

use Cartwright\Storage\EngineText;
use Cartwright\Storage\StoredText;

/**
 * Changes of the metadata of a cart in the engine.
 *
 * @internal
 */
trait ChangesMetadata
{
    public function setMetadata(string $key, mixed $value): void
    {
        $json = StoredText::ofMetadata($key, $value);
        $this->apply(EngineText::operation('set_metadata', ['key' => $key], ['value' => $json]));
    }

    public function removeMetadata(string $key): void
    {
        StoredText::ofMetadata($key, null);
        $this->apply(EngineText::operation('remove_metadata', ['key' => $key]));
    }
}
